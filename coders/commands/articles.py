"""`eventbook article` with all its parts: taking in, looking at, correcting, making texts anew."""

from eventbook.coders.commands.article import article
from eventbook.coders.commands.extract import extracting
from eventbook.coders.commands.intake import add, unfolding

for command in (add, extracting, unfolding):
    article.add_command(command)
