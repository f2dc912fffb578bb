"""What every screen of the demo says of itself."""

from __future__ import annotations

DEMO_BANNER = "Demo: fictional people, and nothing is kept. F12 asks who you are."
