"""The fixed phrases of text reports, in German and English, and the words for days, people, benefits and offices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from kimcore.dates import end_of_month
from kimcore.errors import UnknownNameError
from kimcore.evaluation.finding import Severity
from kimcore.exchange.layout import GLUE
from kimcore.landscape.agency import Agency
from kimcore.landscape.answer import Answer
from kimcore.law.citation import Citation
from kimcore.law.codes import code_lists
from kimcore.rules.statement import Need
from kimcore.text import LANGUAGES, Text, format_day, join

PHRASES: Mapping[str, Text] = {
    key: Text.of(de=de, en=en)
    for key, de, en in (
        # head and foot
        ("record", "Akte vom {from}", "record of {from}"),
        ("evaluated", "bewertet am {from}", "evaluated on {from}"),
        ("looking_back", "Die Akte wird gelesen, wie sie heute ist, nicht wie sie damals war.",
         "The record is read as it is now, not as it was then."),
        ("carried", "Tage alt, als unverändert angenommen", "days old, taken as unchanged"),
        ("stale", "Tage alt: Was darin offen war, gilt als unbekannt",
         "days old: what was open in it counts as unknown"),
        ("rulebook", "Regelwerk", "Rulebook"),
        ("law_known", "Recht bekannt bis {until}", "law known until {until}"),
        ("law_newer", "spätere Änderungen sind nicht berücksichtigt", "later changes are not taken into account"),
        ("landscape", "Stellen", "offices"),
        ("acknowledged", "Zur Kenntnis genommen, nicht gezeigt", "Taken note of, not shown"),
        ("since", "NEU SEIT {from}", "NEW SINCE {from}"),
        ("nothing_new", "Nichts Neues.", "Nothing new."),
        ("stays", "unverändert", "unchanged"),
        ("gone", "weggefallen", "gone"),
        ("hints", "Hinweise für die Fallarbeit, keine Entscheidung.", "Hints for casework, no decision."),
        # where everybody stands
        ("standing", "STAND AM {from}", "STANDING ON {from}"),
        ("paid", "wird gezahlt", "is paid"),
        ("claimed", "beantragt, noch nicht gezahlt", "claimed, not yet paid"),
        ("follows", "folgt der beantragten Leistung", "follows the benefit applied for"),
        ("not_paid", "nicht gezahlt", "not paid"),
        ("due_open", "offen, ob nötig", "open whether needed"),
        ("still", "noch gezahlt", "still paid"),
        ("not_due", "nicht nötig", "not needed"),
        ("nobody", "niemand zahlt", "nobody pays"),
        ("open", "offen", "open"),
        # findings
        ("gap", "LÜCKE seit {from}", "GAP since {from}"),
        ("gap_long", "LÜCKE seit {from} oder länger", "GAP since {from} or longer"),
        ("gap_ahead", "LÜCKE DROHT ab {from}", "GAP AHEAD from {from}"),
        ("passage", "ÜBERGANG am {from}", "PASSAGE on {from}"),
        ("waiting", "ANTRAG LÄUFT seit {from}", "APPLICATION PENDING since {from}"),
        ("without", "ZAHLUNG OHNE ANSPRUCH am {from}", "PAYMENT WITHOUT ENTITLEMENT on {from}"),
        ("move", "UMZUG am {from}", "MOVE on {from}"),
        ("handoff", "ÜBERGABE seit {from}", "HANDOFF since {from}"),
        ("casework", "FALLARBEIT seit {from}", "CASEWORK since {from}"),
        ("casework_ahead", "FALLARBEIT ab {from}", "CASEWORK from {from}"),
        ("chain_late", "KETTE ÜBERFÄLLIG seit {from}", "CHAIN OVERDUE since {from}"),
        ("nothing", "KEINE LÜCKE, nichts anzumahnen.", "NO GAP, nothing to warn of."),
        ("undecided", "OFFEN, ob eine Lücke besteht: siehe die Fragen.",
         "OPEN whether there is a gap: see the questions."),
        ("for", "Betrifft", "Concerns"),
        # chains
        ("chains", "KETTEN", "CHAINS"),
        ("chain_owner", "Verantwortlich", "Answers for it"),
        ("chain_until", "Ziel bis {until}", "goal by {until}"),
        ("chain_days", "Tage vergangen, übrig", "days used, left"),
        ("chain_reached", "Ziel erreicht", "goal reached"),
        ("chain_under_way", "unterwegs", "under way"),
        ("chain_overdue", "überfällig", "overdue"),
        ("chain_open", "offen, seit wann die Zeit zählt", "open from when the time counts"),
        ("chain_stage", "Stufe", "Stage"),
        ("step_done", "erledigt", "done"),
        ("step_in_progress", "begonnen", "in progress"),
        ("step_ready", "kann beginnen", "ready"),
        ("step_waiting", "wartet auf", "waiting for"),
        ("step_open", "offen", "open"),
        ("step_not_needed", "nicht nötig", "not needed"),
        ("side_until", "Bis {until} zuständig", "Responsible until {until}"),
        ("paid_until", "Bis {until} gezahlt", "Paid until {until}"),
        ("side_since", "Seit {from} zuständig", "Responsible since {from}"),
        ("side_from", "Ab {from} zuständig", "Responsible from {from}"),
        ("apply_at", "Antrag bei", "Apply at"),
        ("lost", "Verloren: {from} bis {until}", "Lost: {from} to {until}"),
        ("claim", "Ein Antrag bis {act_by} sichert", "An application by {act_by} saves"),
        ("whole_month", "den ganzen", "the whole of"),
        ("all_from", "alles ab {from}", "everything from {from}"),
        ("each_month", "Danach geht je Monat ohne Antrag ein Monat verloren.",
         "After that each month without an application is lost."),
        ("until_when", "Frist: {act_by}", "To be done by {act_by}"),
        ("hangs_on", "Hängt daran", "Hangs on it"),
        ("acts", "Wer handelt", "Who acts"),
        ("on_application", "auf Antrag", "on application"),
        ("ex_officio", "von Amts wegen", "of its own motion"),
        ("reserved", "Vorbehalt, noch nicht gefragt", "Subject to, not yet asked"),
        ("disputed", "Streitig", "Disputed"),
        ("decided", "In der Akte", "In the record"),
        ("decision", "Bescheid {from}", "decision {from}"),
        ("service", "Zustellung {from}", "service {from}"),
        ("finality", "unanfechtbar {from}", "final {from}"),
        ("all_in", "alle im", "all in"),
        ("no_agency_owes", "Kein Gesetz im Regelwerk deckt das ab.", "No law in the rulebook covers this."),
        ("needs", "Die neue Stelle braucht", "The new office needs"),
        ("goes_wrong", "Geht oft schief", "Often goes wrong"),
        ("not_needed", "Nicht warten auf", "Do not wait for"),
        ("brings", "Mit über geht", "Passes over with it"),
        ("deemed", "Der Antrag gilt als am {from} gestellt.", "The application counts as filed on {from}."),
        ("filed", "Antrag vom {from}, noch nicht beschieden.", "Application of {from}, not yet decided."),
        ("bridge", "Bis die neue Stelle zahlt, zahlt die bisherige weiter",
         "Until the new office pays, the former one goes on paying"),
        ("at_latest", "längstens bis {until}", "at the latest until {until}"),
        ("sent", "Übergeben am {from}", "Sent on {from}"),
        ("to", "an", "to"),
        ("answer_due", "Antwort war vereinbart bis {until}.", "An answer was agreed by {until}."),
        ("competent", "Zuständig", "Competent"),
        ("still_paid", "Noch gezahlt wird", "Still paid is"),
        ("so_far", "bisher", "so far"),
        ("now", "künftig", "from then"),
        ("only_accepts", "es entscheidet dieselbe Stelle, Anträge nimmt an",
         "the same office decides, applications go to"),
        ("unchanged", "Unverändert", "Unchanged"),
        # steps
        ("steps", "NÄCHSTE SCHRITTE", "NEXT STEPS"),
        ("by", "bis {act_by}", "by {act_by}"),
        ("overdue", "überfällig seit {act_by}", "overdue since {act_by}"),
        ("bring", "Mitbringen", "Bring"),
        ("later", "Nachreichen", "Hand in later"),
        ("offered", "Noch nicht sicher, aber nicht ausgeschlossen.", "Not certain yet, but not ruled out."),
        ("answers", "Antwort auf das Anliegen", "Answers the concern"),
        ("waits_for", "Erst nach", "Only after"),
        # questions
        ("questions", "FRAGEN (ändern etwas)", "QUESTIONS (they change something)"),
        ("more", "weitere", "more"),
        ("decides", "Entscheidet", "Decides"),
        ("excludes", "Schließt {benefit} sonst aus", "Would rule {benefit} out"),
        ("relations", "Wer lebt als Partner, Elternteil oder Kind mit {person} zusammen?",
         "Who lives with {person} as partner, parent or child?"),
        ("paper", "ein Papier", "a paper"),
        ("office", "eine Stelle", "an office"),
        ("register", "ein Register", "a register"),
        ("not_modelled", "NICHT MODELLIERT", "NOT MODELLED"),
        ("maybe_left_out", "mehr, je nach den Antworten", "more, depending on the answers"),
        # offices
        ("not_recorded", "Stelle nicht erfasst", "office not recorded"),
        ("nobody_competent", "keine Stelle zuständig", "no office competent"),
        ("office_open", "Stelle offen", "office open"),
        ("office_likely", "vermutlich {agency}", "presumably {agency}"),
        ("provisional", "mit Vorbehalt", "provisional"),
        # explanations
        ("explanation", "WARUM", "WHY"),
        ("verdict", "Ergebnis", "Verdict"),
        ("legend", "+ ja   - nein   ? offen", "+ yes   - no   ? open"),
        ("not_in_force", "An diesem Tag nicht in Kraft", "Not in force on that day"),
        ("planned", "geplant", "planned"),
        ("yes", "ja", "yes"),
        ("no", "nein", "no"),
        ("unknown", "unbekannt", "unknown"),
        ("withheld", "zurückgehalten", "withheld"),
        ("none", "nicht vorhanden", "none"),
        ("all_of", "alles davon", "all of"),
        ("any_of", "eines davon", "any of"),
        ("no_exception", "keine Ausnahme", "no exception"),
        ("above", "siehe oben", "see above"),
        ("applies", "trifft zu", "applies"),
        ("applies unless", "trifft zu, wenn keine Ausnahme vorliegt", "applies unless an exception holds"),
        ("does not apply", "trifft nicht zu", "does not apply"),
        ("open verdict", "offen", "open"),
        ("not in force", "nicht in Kraft", "not in force"),
    )
}  # fmt: skip  # a phrase and its translation read in one row
SEVERITIES: Mapping[Severity, Text] = {
    Severity.EXISTENCE: Text.of(de="existenziell", en="existence"),
    Severity.RIGHT: Text.of(de="Recht geht verloren", en="right at stake"),
    Severity.DELAY: Text.of(de="Verzögerung", en="delay"),
    Severity.NOTICE: Text.of(de="Hinweis", en="notice"),
}

MONTHS: Mapping[str, tuple[str, ...]] = {
    "de": (
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip  # a calendar reads in rows


class Speech:
    """Says things in one language.

    Args:
        lang: `de` or `en`.

    Raises:
        UnknownNameError: there are no phrases in the language.
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise UnknownNameError(f"there are no phrases in the language {lang!r}; allowed: {', '.join(LANGUAGES)}")
        self.lang = lang

    def __call__(self, phrase: str, **values: str | date) -> str:
        """Return a fixed phrase; days among the values are written as in the language."""
        return self.text(PHRASES[phrase], **values)

    def text(self, text: Text | None, **values: str | date) -> str:
        """Return a text with its placeholders filled, an empty one for None.

        A placeholder for which there is no value reads as open.
        """
        if text is None:
            return ""
        open_ = {name: PHRASES["open"].get(self.lang) for name in text.placeholders}
        told = {name: self.day(value) if isinstance(value, date) else value for name, value in values.items()}
        return text.fill(self.lang, **(open_ | told))

    def capital(self, text: Text | None) -> str:
        """Return a text that begins with a capital letter."""
        told = self.text(text)
        return told[:1].upper() + told[1:]

    # ------------------------------------------------------------------------------- words

    def day(self, day: date) -> str:
        """Return a day as it is written in the language."""
        return format_day(day, self.lang)

    def month(self, day: date) -> str:
        """Return the name of the month of a day."""
        return MONTHS[self.lang][day.month - 1]

    def saved(self, first: date, act_by: date) -> str:
        """Return what acting in time saves: a whole month by its name, or everything from a day."""
        if first.day == 1 and end_of_month(first) == act_by:
            return f"{self('whole_month')} {self.month(first)}"
        return self("all_from", **{"from": first})

    def and_(self, words: Iterable[str]) -> str:
        """Return words joined to a list."""
        return join(words, self.lang)

    def or_(self, words: Iterable[str]) -> str:
        """Return words joined to a choice."""
        return join(words, self.lang, "or")

    # ------------------------------------------------------------------------------- law and papers

    def code(self, list_id: str, code: str, on: date) -> str:
        """Return the name of a code on a day."""
        return code_lists()[list_id][code].name(on, self.lang)

    def benefit(self, benefit: str, on: date) -> str:
        """Return the name of a benefit on a day, with its body of law where the name does not say it."""
        name, law = self.code("benefit", benefit, on), law_of(benefit, on)
        return f"{name} ({law})" if law is not None and law not in name else name

    def documents(self, needs: Iterable[Need], on: date) -> str:
        """Return documents, alternatives joined by *or*."""
        return ", ".join(self.or_([self.code("document", each, on) for each in need.documents]) for need in needs)

    def sources(self, basis: Iterable[Citation]) -> str:
        """Return citations in a row, each place in a law held together; a title may be broken."""
        return ", ".join(
            str(citation) if citation.kind == "document" else str(citation).replace(" ", GLUE)
            for citation in dict.fromkeys(basis)
        )

    # ------------------------------------------------------------------------------- offices

    def office(self, answer: Answer | None, on: date) -> str:
        """Return who is competent, and what stands in the way of saying it."""
        if answer is None:
            return ""
        if answer.agencies:
            names = self._agencies(answer.agencies, on)
            return f"{names} ({self('provisional')})" if answer.provisional else names
        if answer.kind == "open" and answer.candidates:
            return self("office_likely", agency=self._agencies(answer.candidates, on))
        return self({"nobody": "nobody_competent", "open": "office_open"}.get(answer.kind, "not_recorded"))

    def _agencies(self, agencies: Iterable[Agency], on: date) -> str:
        return self.or_(agency.printed_name(on=on, lang=self.lang) for agency in agencies)


def law_of(benefit: str, on: date) -> str | None:
    """Return the body of law of a benefit on a day, None where it has none."""
    domain = code_lists()["benefit"][benefit].property("legal_domain", on)
    return None if domain is None else str(domain).replace("_", " ")
