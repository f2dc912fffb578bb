"""Each key meets the screen that the key before it made, however fast they come.

Textual gives a key at once to whatever has the focus, though an earlier key may still be moving the focus or
opening a screen. Somebody who types faster than a slow machine paints would lose the first letters of a name,
write them into the field before, or have them act as commands of the screen before.
"""

from __future__ import annotations

import asyncio
from collections import deque

from textual import events
from textual.app import App, ReturnType
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.widgets import Input, TextArea

LONGEST_WAIT = 1.0
"""Seconds after which the next key is handed on though what the last one began has not ended."""
_WRITES = frozenset({"backspace", "delete"})


class KeysInOrder(App[ReturnType]):
    """Hands a key on once what the key before it began is done; keys that only write wait for no other."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[events.Key | events.Paste] = deque()
        self._settling: asyncio.Task[None] | None = None
        self._written_in: Widget | None = None

    async def on_event(self, event: events.Event) -> None:
        """Hand a key on, or keep it until its turn comes."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            if self._settling is not None or self._typed:
                self._typed.append(event)
            else:
                await self._hand_on(event)
        else:
            await super().on_event(event)

    async def _hand_on(self, event: events.Key | events.Paste) -> None:
        target = self.focused or self.screen
        if _only_writes(event, target):
            self._written_in = target
            if isinstance(target, TextArea) and isinstance(event, events.Key) and event.is_printable:
                # No binding takes a letter from a text: the search through all of them would be felt.
                target._forward_event(event)
            else:
                await super().on_event(event)
        elif self._written_in is not None:
            self._typed.appendleft(event)  # a key that acts must find every letter that was typed before it
            written_in, self._written_in = self._written_in, None
            self._settling = asyncio.create_task(self._settle(written_in))
        else:
            await super().on_event(event)
            self._settling = asyncio.create_task(self._settle(target))

    async def _settle(self, target: Widget) -> None:
        """Wait until the key went from its widget up to the app, and the screen that it opened stands."""
        ways = [target, *target.ancestors_with_self]
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                for pump in ways:
                    await _done(pump)
                await _done(self.screen)
                await _done(self)
        except TimeoutError:
            pass
        finally:  # whatever became of a screen that is going: no key may wait for ever
            self.call_later(self._hand_on_the_next)

    async def _hand_on_the_next(self) -> None:
        self._settling = None
        while self._typed and self._settling is None:
            await self._hand_on(self._typed.popleft())


def _only_writes(event: events.Key | events.Paste, target: Widget) -> bool:
    if not isinstance(target, (Input, TextArea)):
        return False
    return isinstance(event, events.Paste) or event.is_printable or event.key in _WRITES


async def _done(pump: MessagePump) -> None:
    """Wait until a widget, screen or app has done everything that was in its queue."""
    done = asyncio.Event()
    if pump.call_later(done.set):
        await done.wait()
