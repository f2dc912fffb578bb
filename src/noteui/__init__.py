"""noteui: a case-note editor for safeguarding practitioners and their supervisors."""

__version__ = "0.1.0"
