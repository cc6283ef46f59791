"""Many cases, one after the other or side by side: lazy in, lazy out, in order, and no faulty case stops the others."""

from __future__ import annotations

import io
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import frozen

from kimcore.errors import KimcoreError

if TYPE_CHECKING:  # it would bring a log along, and whoever has an executor has imported it
    from concurrent.futures import Executor, Future

AHEAD = 32
"""How many cases are in work at once where there is an executor: this bounds what is held in memory."""

T = TypeVar("T")
C = TypeVar("C")


@frozen(kw_only=True)
class Evaluated(Generic[T]):
    """What became of one of many cases: the answer, or why there is none.

    Args:
        number: the place of the case among those given, from 1.
        answer: the evaluation, or what was made of it; None: there is an error.
        error: why there is no answer; None: there is one. It may be any error, for no case stops the others.
    """

    number: int
    answer: T | None = None
    error: Exception | None = None

    def result(self) -> T:
        """Return the answer.

        Raises:
            Exception: the error, where there is one.
        """
        if self.error is not None:
            raise self.error
        return self.answer  # type: ignore[return-value]  # without an error there is one


def each_of(
    cases: Iterable[C | KimcoreError], work: Callable[[C], T], parts: tuple[object, ...], executor: Executor | None
) -> Iterator[Evaluated[T]]:
    """Yield what became of each case, in their order.

    Args:
        cases: the cases; an error in the place of one is passed on.
        work: what is done with a case.
        parts: what the answers share with the work, large and always the same: it travels once to another process, and
            never back.
        executor: who does it; None: this thread.
    """
    numbered = enumerate(cases, start=1)
    if executor is None:
        yield from (_done(work, number, case) for number, case in numbered)
        return
    shared: _Shared[C, T] = _Shared(work, parts)
    pending: deque[Future[Evaluated[T] | bytes]] = deque()
    try:
        for number, case in numbered:
            pending.append(executor.submit(shared.done, number, case))
            if len(pending) >= AHEAD:
                yield shared.back(pending.popleft().result())
        while pending:
            yield shared.back(pending.popleft().result())
    finally:
        for future in pending:
            future.cancel()


def _done(work: Callable[[C], T], number: int, case: C | KimcoreError) -> Evaluated[T]:
    if isinstance(case, KimcoreError):
        return Evaluated(number=number, error=case)
    try:
        return Evaluated(number=number, answer=work(case))
    except Exception as error:  # noqa: BLE001  # it stands in the answer, and the other cases go on
        return Evaluated(number=number, error=error)


class _Shared(Generic[C, T]):
    """Work that is pickled once for all cases, and whose answers come back without what both sides have."""

    def __init__(self, work: Callable[[C], T], parts: tuple[object, ...], *, away: bool = False) -> None:
        self.work = work
        self.parts = parts
        self.away = away
        self._pickled: bytes | None = None

    def __reduce__(self) -> tuple[Callable[[bytes], _Shared[Any, Any]], tuple[bytes]]:
        if self._pickled is None:
            self._pickled = pickle.dumps((self.work, self.parts), protocol=pickle.HIGHEST_PROTOCOL)
        return _arrived, (self._pickled,)

    def done(self, number: int, case: C | KimcoreError) -> Evaluated[T] | bytes:
        """Do the work; in another process what comes of it is packed."""
        answer = _done(self.work, number, case)
        if not self.away:
            return answer
        try:
            return _packed(answer, self.parts)
        except Exception as error:  # noqa: BLE001  # what cannot travel is an error of this case alone
            told = f"what became of it cannot come back from another process: {type(error).__name__}"
            return _packed(Evaluated(number=number, error=TypeError(told)), self.parts)

    def back(self, answer: Evaluated[T] | bytes) -> Evaluated[T]:
        """Return what came back."""
        return _Unpickler(io.BytesIO(answer), self.parts).load() if isinstance(answer, bytes) else answer


@lru_cache(maxsize=2)
def _arrived(pickled: bytes) -> _Shared[Any, Any]:
    """What arrives in another process, which is unpickled once there."""
    work, parts = pickle.loads(pickled)  # noqa: S301  # made above, by the same program
    return _Shared(work, parts, away=True)


def _packed(answer: Evaluated[T], parts: tuple[object, ...]) -> bytes:
    packed = io.BytesIO()
    _Pickler(packed, parts).dump(answer)
    return packed.getvalue()


class _Pickler(pickle.Pickler):
    """Writes the place of a part instead of the part."""

    def __init__(self, file: io.BytesIO, parts: tuple[object, ...]) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._places = {id(part): place for place, part in enumerate(parts)}

    def persistent_id(self, value: object) -> int | None:
        return self._places.get(id(value))


class _Unpickler(pickle.Unpickler):
    """Reads a part where its place is written."""

    def __init__(self, file: io.BytesIO, parts: tuple[object, ...]) -> None:
        super().__init__(file)
        self._parts = parts

    def persistent_load(self, place: Any) -> object:
        return self._parts[place]
