"""One migration a module, in order. A migration that has been released is never changed."""
