"""The matrix: what can be done on the screen that shows all claims against all sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.matrix import ORDERS, Order
from tui.commands import claims
from tui.commands.command import Command, Group

if TYPE_CHECKING:
    from tui.screens.matrix import MatrixScreen


def _leave(screen: MatrixScreen) -> None:
    screen.dismiss()


def _next_open(screen: MatrixScreen) -> None:
    room = screen.room
    screen.dismiss()
    room.next_open_cell()


def _compare(screen: MatrixScreen) -> None:
    from tui.screens.compare import CompareScreen

    cell = screen.grid.cell()
    if cell is not None:
        screen.desk.choose_claim(cell[0])
    screen.desk.require_two_articles()
    if cell is not None:
        screen.desk.article = cell[1].id
        screen.desk.take_up(None)
    screen.app.switch_screen(CompareScreen())


def _of_this_claim(act: Callable[[MatrixScreen], object]) -> Callable[[MatrixScreen], None]:
    """The claim under the cursor is the one that the command is about."""

    def run(screen: MatrixScreen) -> None:
        cell = screen.grid.cell()
        if cell is not None:
            screen.desk.choose_claim(cell[0])
        act(screen)

    return run


def _turn_order(screen: MatrixScreen) -> None:
    orders = list(ORDERS)
    screen.put_in_order(orders[(orders.index(screen.desk.matrix_view.order) + 1) % len(orders)])


def _in_order(order: Order) -> Callable[[MatrixScreen], None]:
    return lambda screen: screen.put_in_order(order)


def _columns(step: int) -> Callable[[MatrixScreen], None]:
    return lambda screen: screen.grid.move_column(step)


def _page_of_columns(step: int) -> Callable[[MatrixScreen], None]:
    return lambda screen: screen.grid.page_columns(step)


def _widen(step: int) -> Callable[[MatrixScreen], None]:
    return lambda screen: screen.widen(step)


MATRIX = Group(
    "Matrix",
    (
        Command("matrix.next", "full_stop", "next open", "To the next open cell.", _next_open, footer=2),
        Command("compare", "v", "compare", "This claim in two sources side by side.", _compare, footer=4),
        Command(
            "matrix.filter",
            "slash",
            "filter",
            "Show only claims with some words, #tag, status:, type:, source: or open:.",
            lambda screen: screen.ask_filter(),
            footer=3,
        ),
        Command(
            "matrix.order",
            "s",
            "sort",
            "Sort otherwise: worst first, in order of creation, fewest origins, most open cells, by text.",
            _turn_order,
            footer=4,
        ),
        Command(
            "matrix.back",
            "escape",
            "back",
            "Stop sorting; show all claims again; back to the reading room.",
            lambda screen: screen.step_back(),
            footer=5,
        ),
        *(replace(command, run=_of_this_claim(command.run)) for command in (claims.MERGE, claims.SPLIT)),
        claims.OPEN,
        Command("matrix.leave", "m", "reading", "Back to the reading room.", _leave),
        Command("matrix.right", "l,right", "right", "One source to the right.", _columns(1)),
        Command("matrix.left", "h,left", "left", "One source to the left.", _columns(-1)),
        Command("matrix.page-right", "L", "sources on", "A page of sources on.", _page_of_columns(1)),
        Command("matrix.page-left", "H", "sources back", "A page of sources back.", _page_of_columns(-1)),
        Command("matrix.first", "home", "first source", "To the first source.", _columns(-(10**9))),
        Command("matrix.last", "end", "last source", "To the last source.", _columns(10**9)),
        Command(
            "matrix.density",
            "z",
            "compact",
            "One cell a source, so that more are in view; again: five cells.",
            lambda screen: screen.turn_density(),
        ),
        Command("matrix.wider", "plus,equals_sign", "wider", "A wider column for the claims.", _widen(1)),
        Command("matrix.narrower", "minus", "narrower", "A narrower column for the claims.", _widen(-1)),
        *(
            Command(
                f"matrix.order-{order}", "", f"sort {words}", f"Sort the matrix {words}.", _in_order(order)
            )
            for order, words in ORDERS.items()
        ),
    ),
)
