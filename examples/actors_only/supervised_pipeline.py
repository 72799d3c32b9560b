"""A supervised pipeline: reader → parser → totals, and a stage that crashes on bad input.

Each stage tells the next, whose full mailbox holds it back. The supervisor restarts a stage that
crashes together with those behind it; what waits in their mailboxes is kept, and only the bad
line is lost, as a counted dead letter.
"""

import taox.actors as ta

LINES = ["3 apples", "4 pears", "many plums", "5 apples", "2 pears", "", "6 apples"]


class Line(ta.Message):
    text: str


class Sale(ta.Message):
    fruit: str
    count: int


class Totals(ta.Request[dict[str, int]]):
    pass


class Ledger(ta.Actor):
    """The last stage. Its totals survive a restart through `snapshot` and `restore`."""

    mailbox = ta.Mailbox(2)

    def __init__(self) -> None:
        self.totals: dict[str, int] = {}

    def snapshot(self) -> object:
        return self.totals

    def restore(self, state: dict[str, int]) -> None:
        self.totals = state

    @ta.handles
    def sale(self, message: Sale) -> None:
        self.totals[message.fruit] = self.totals.get(message.fruit, 0) + message.count

    @ta.handles
    def read(self, message: Totals) -> dict[str, int]:
        return self.totals


class Parser(ta.Actor):
    """The middle stage. It has no patience with bad input: it crashes."""

    mailbox = ta.Mailbox(2)

    def __init__(self, ledger: ta.Ref) -> None:
        self.ledger = ledger

    @ta.handles
    async def line(self, message: Line) -> None:
        count, fruit = message.text.split()
        await self.ledger.tell(Sale(fruit, int(count)))


class Pipeline(ta.Supervisor):
    """Owns the stages, the last one first, because a stage needs the one behind it."""

    async def started(self) -> None:
        ledger = await self.start(Ledger, name="ledger", restart="permanent")
        await self.start(Parser, ledger, name="parser", restart="permanent")


async def main() -> dict[str, int]:
    """Push all lines through and read the totals."""
    async with ta.System() as system:
        await system.start(Pipeline, name="pipeline", strategy="rest_for_one", intensity=5)
        parser, ledger = system.find("/pipeline/parser"), system.find("/pipeline/ledger")
        for text in LINES:
            await parser.tell(Line(text))
        await system.clock.sleep(60)
        print(system.tree())
        for letter in system.dead_letters.sample:
            print(f"lost: {letter.message} ({letter.reason})")
        print(f"the parser is in its incarnation {parser.statistics().incarnation}")
        return await ledger.ask(Totals())


if __name__ == "__main__":
    import logging

    logging.disable(logging.ERROR)  # crashes are part of the story here
    totals = ta.run(main, seed=1)
    print(totals)
    assert totals == {"apples": 14, "pears": 6}
