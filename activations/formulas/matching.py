"""What a node is up to its sign or a factor, and whether it is the positive part of another."""

from activations.formulas.expression import Call, Node, Number, call


def is_positive_part(v: Node, u: Node) -> bool:
    """Whether v is max(u, 0)."""
    zero = Number(0.0)
    return v in (call("relu", u), call("max", u, zero), call("max", zero, u))


def without_sign(u: Node) -> Node:
    """A node that has the same size."""
    match u:
        case Call("negate" | "abs", (v,)):
            return without_sign(v)
    return u


def factored(u: Node) -> tuple[float, Node]:
    """What stands before a node, and the node."""
    match u:
        case Call("negate", (v,)):
            return -1.0, v
        case Call("multiply", (Number(factor), v)):
            return factor, v
    return 1.0, u
