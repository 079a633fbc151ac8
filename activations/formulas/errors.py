"""What is said of a text that is no formula."""


class FormulaError(ValueError):
    """Says what is wrong with a formula, where, and what is allowed; `position` counts characters from 0."""

    def __init__(self, problem: str, position: int | None = None) -> None:
        super().__init__(problem if position is None else f"Character {position + 1}: {problem}")
        self.problem = problem
        self.position = position

    def __reduce__(self) -> tuple[type["FormulaError"], tuple[str, int | None]]:
        return FormulaError, (self.problem, self.position)
