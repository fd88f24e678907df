"""A passage to be marked in the reader."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Highlight:
    """A quote as the reader shows it: where it stands and what it says about which claim."""

    key: str
    """The id of the piece of evidence."""
    start: int
    """Where the quote begins, in code points."""
    end: int
    """Where it ends, exclusive."""
    number: int
    """The claim's number, shown at the left edge."""
    stance: str
    """`supports`, `partly_supports`, `queries` or `refutes`."""
    current: bool = False
    """It belongs to the claim being worked on."""
    counted: bool = True
    """False for evidence that is set aside: it stays visible, struck through."""
