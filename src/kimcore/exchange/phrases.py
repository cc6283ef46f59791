"""The fixed phrases of the text report, in German and English, and the words for days, people and offices."""

from collections.abc import Iterable, Mapping
from datetime import date

from kimcore.dates import end_of_month
from kimcore.evaluation.finding import Severity
from kimcore.landscape.answer import Answer
from kimcore.law.citation import Citation
from kimcore.law.codes import code_lists
from kimcore.rules.statement import Need
from kimcore.text import Text, format_day, join

PHRASES: Mapping[str, Text] = {
    key: Text.of(de=de, en=en)
    for key, de, en in (
        ("record", "Akte vom", "record of"),
        ("evaluated", "bewertet am", "evaluated on"),
        ("carried", "Tage alt, als unverändert angenommen", "days old, taken as unchanged"),
        ("stale", "Tage alt: was darin offen war, gilt als unbekannt", "days old: what was open in it counts as unknown"),
        ("rulebook", "Regelwerk", "rulebook"),
        ("law_known", "Recht bekannt bis", "law known until"),
        ("law_newer", "spätere Änderungen sind nicht berücksichtigt", "later changes are not taken into account"),
        ("landscape", "Stellen", "offices"),
        ("gap", "LÜCKE", "GAP"),
        ("gap_ahead", "LÜCKE DROHT", "GAP AHEAD"),
        ("passage", "ÜBERGANG", "PASSAGE"),
        ("waiting", "ANTRAG LÄUFT", "APPLICATION PENDING"),
        ("without", "ZAHLUNG OHNE ANSPRUCH", "PAYMENT WITHOUT ENTITLEMENT"),
        ("move", "UMZUG", "MOVE"),
        ("so_far", "bisher", "so far"),
        ("now", "künftig", "from then"),
        ("only_accepts", "es entscheidet dieselbe Stelle, Anträge nimmt an", "the same office decides, applications go to"),
        ("unchanged", "Unverändert", "Unchanged"),
        ("since", "seit", "since"),
        ("from", "ab", "from"),
        ("until", "bis", "until"),
        ("on", "am", "on"),
        ("for", "Betrifft", "Concerns"),
        ("nothing", "Keine Lücke, nichts anzumahnen.", "No gap, nothing to warn of."),
        (
            "undecided",
            "Ob eine Lücke besteht, ist offen: siehe die Fragen.",
            "Whether there is a gap is open: see the questions.",
        ),
        ("lost", "Verloren", "Lost"),
        ("responsible", "zuständig", "responsible"),
        ("saves_month", "sichert den ganzen", "saves the whole of"),
        ("saves_from", "sichert alles ab", "saves everything from"),
        ("claim", "Ein Antrag bis", "An application by"),
        ("each_month", "Danach geht je Monat ohne Antrag ein Monat verloren.", "After that each month without an application is lost."),
        ("hangs_on", "Hängt daran", "Hangs on it"),
        ("acts", "Wer handelt", "Who acts"),
        ("on_application", "auf Antrag", "on application"),
        ("ex_officio", "von Amts wegen", "of its own motion"),
        ("reserved", "Vorbehalt, noch nicht gefragt", "Subject to, not yet asked"),
        ("disputed", "Streitig", "Disputed"),
        ("no_agency_owes", "Kein Gesetz im Regelwerk deckt das ab.", "No law in the rulebook covers this."),
        ("needs", "Die neue Stelle braucht", "The new office needs"),
        ("not_needed", "Nicht warten auf", "Do not wait for"),
        ("brings", "Mit über geht", "Passes over with it"),
        ("deemed", "Der Antrag gilt als gestellt am", "The application counts as filed on"),
        ("filed", "Antrag vom", "Application of"),
        ("bridge", "Bis die neue Stelle zahlt, zahlt die bisherige weiter", "Until the new office pays, the former one goes on paying"),
        ("at_latest", "längstens bis", "at the latest until"),
        ("still_paid", "Noch gezahlt wird", "Still paid is"),
        ("standing", "STAND AM", "STANDING ON"),
        ("paid", "gezahlt", "paid"),
        ("claimed", "beantragt", "claimed"),
        ("not_paid", "nicht gezahlt", "not paid"),
        ("due_open", "offen, ob nötig", "open whether needed"),
        ("pays_now", "es zahlt", "paid by"),
        ("open", "offen", "open"),
        ("not_due", "nicht nötig", "not needed"),
        ("nobody", "niemand", "nobody"),
        ("steps", "NÄCHSTE SCHRITTE", "NEXT STEPS"),
        ("bring", "Mitbringen", "Bring"),
        ("later", "Nachreichen", "Hand in later"),
        ("offered", "Noch nicht sicher, aber nicht ausgeschlossen.", "Not certain yet, but not ruled out."),
        ("answers", "Antwort auf das Anliegen", "Answers the concern"),
        ("waits_for", "Erst nach", "Only after"),
        ("questions", "FRAGEN (ändern etwas)", "QUESTIONS (they change something)"),
        ("more", "weitere", "more"),
        ("decides", "Entscheidet über", "Decides on"),
        ("else_excluded", "Schließt sonst aus", "Would rule it out"),
        ("not_modelled", "NICHT MODELLIERT", "NOT MODELLED"),
        ("left_out_maybe", "weitere, je nach den Antworten", "more, depending on the answers"),
        ("not_recorded", "Stelle nicht erfasst", "office not recorded"),
        ("nobody_competent", "keine Stelle zuständig", "no office competent"),
        ("office_open", "Stelle offen", "office open"),
        ("office_likely", "vermutlich", "presumably"),
        ("provisional", "mit Vorbehalt", "provisional"),
        ("unknown", "unbekannt", "unknown"),
        ("explanation", "WARUM", "WHY"),
        ("in_force", "gilt", "in force"),
        ("not_in_force", "An diesem Tag nicht in Kraft", "Not in force on that day"),
        ("yes", "ja", "yes"),
        ("no", "nein", "no"),
        ("all_of", "alles davon", "all of"),
        ("any_of", "eines davon", "any of"),
        ("exception", "Ausnahme", "exception"),
        ("recorded", "in der Akte", "in the record"),
        ("none", "nicht vorhanden", "none"),
        ("verdict", "Ergebnis", "verdict"),
        ("person", "die Person", "the person"),
        ("paper", "ein Papier", "a paper"),
        ("office", "eine Stelle", "an office"),
        ("register", "ein Register", "a register"),
        ("relations", "Wer lebt als Partner, Elternteil oder Kind mit {person} zusammen?", "Who lives with {person} as partner, parent or child?"),
        ("applies", "trifft zu", "applies"),
        ("applies unless", "trifft zu, wenn keine Ausnahme vorliegt", "applies unless an exception holds"),
        ("does not apply", "trifft nicht zu", "does not apply"),
        ("open verdict", "offen", "open"),
        ("not in force", "nicht in Kraft", "not in force"),
    )
}

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
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, phrase: str) -> str:
        """Return a fixed phrase."""
        return PHRASES[phrase].get(self.lang)

    def text(self, text: Text | None, **values: str) -> str:
        """Return a text in the language with its placeholders filled, an empty one for None.

        A placeholder for which there is no value reads as open.
        """
        if text is None:
            return ""
        return text.fill(self.lang, **{name: values.get(name, self("open")) for name in text.placeholders})

    def day(self, day: date) -> str:
        """Return a day as it is written in the language."""
        return format_day(day, self.lang)

    def saved(self, first: date, act_by: date) -> str:
        """Return what acting in time saves: a whole month by its name, or everything from a day."""
        if first.day == 1 and end_of_month(first) == act_by:
            return f"{self('saves_month')} {MONTHS[self.lang][first.month - 1]}"
        return f"{self('saves_from')} {self.day(first)}"

    def and_(self, words: Iterable[str]) -> str:
        """Return words joined to a list."""
        return join(list(words), self.lang)

    def code(self, list_id: str, code: str, on: date) -> str:
        """Return the name of a code on a day."""
        return code_lists()[list_id][code].name(on, self.lang)

    def documents(self, needs: Iterable[Need], on: date) -> str:
        """Return documents, alternatives joined by *or*."""
        return ", ".join(
            join([self.code("document", each, on) for each in need.documents], self.lang, "or") for need in needs
        )

    def sources(self, basis: Iterable[Citation]) -> str:
        """Return citations in a row."""
        return ", ".join(str(citation) for citation in basis)

    def office(self, answer: Answer | None, on: date) -> str:
        """Return who is competent, and what stands in the way of saying it."""
        if answer is None:
            return ""
        if answer.agencies:
            names = join([agency.printed_name(on=on, lang=self.lang) for agency in answer.agencies], self.lang, "or")
            return f"{names} ({self('provisional')})" if answer.provisional else names
        if answer.kind == "open" and answer.candidates:
            names = join([agency.printed_name(on=on, lang=self.lang) for agency in answer.candidates], self.lang, "or")
            return f"{self('office_likely')} {names}"
        return self({"nobody": "nobody_competent", "open": "office_open"}.get(answer.kind, "not_recorded"))
