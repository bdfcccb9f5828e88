"""The way to a source's server that outlives its reads: each of them brings its own connection."""

from dataclasses import dataclass, field

from wallboard.sources.web.door import Web
from wallboard.sources.web.message import Answer, Ask


@dataclass
class Way:
    """The way to the server of whichever read is under way, and the answers of which the server may be reminded."""

    _web: Web | None = None
    _answers: list[Answer] = field(default_factory=list)
    received: int = 0
    """How many bytes the read's answers had."""

    @property
    def web(self) -> Web:
        """The read's own."""
        assert self._web is not None  # noqa: S101  begun before anything is read
        return self._web

    def begin(self, web: Web) -> None:
        """A read begins."""
        self._web, self.received = web, 0

    def ask(self, ask: Ask) -> Answer:
        """The answer to a request. Raises SourceFault."""
        answer = self.web.ask(ask)
        self.received += len(answer.body)
        return answer

    def join(self, link: str, answer: Answer | None = None) -> str:
        """The address that a link in an answer leads to. Raises SourceFault where that is another server."""
        return self.web.join(link, answer)

    def remember(self, answer: Answer) -> None:
        """Let the server be told that this answer is known, once what it brought is kept."""
        self._answers.append(answer)

    @property
    def answers(self) -> int:
        """How many answers the server may be reminded of so far."""
        return len(self._answers)

    def forget_after(self, answers: int) -> None:
        """Remind the server of so many answers alone: what the later ones brought is not kept."""
        del self._answers[answers:]

    def keep(self) -> None:
        """What was answered is kept."""
        for answer in self._answers:
            self.web.remember(answer)
        self._answers = []
