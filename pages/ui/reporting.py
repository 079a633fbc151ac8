"""What is written down when a view fails: an id, the link, where; nothing of the reader."""

import logging
import traceback
import uuid

from pages.ui.links import Query, address_of

_LOG = logging.getLogger(__name__)
_LONGEST = 2000  # characters of a link or a message


def report(error: Exception, page: str, query: Query) -> str:
    """Write down an error and the link that led to it; the id under which it can be found.

    Both may hold what a stranger wrote, so that control characters are escaped: no link can forge a line of the log.
    """
    error_id = uuid.uuid4().hex[:8]
    link = address_of(page, query)[:_LONGEST]
    where = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("error %s at %s\n%s%s: %s", error_id, link, where, type(error).__name__, ascii(str(error))[:_LONGEST])
    return error_id
