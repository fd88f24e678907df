"""Who a passage says it has something from: read from the words around it, for a person to accept or not."""

from annotations.attribution.proposing import Link, Proposal, attribute, issuer, link_to, named

__all__ = ["Link", "Proposal", "attribute", "issuer", "link_to", "named"]
