from dataclasses import replace

from eventbook.schema.article import Article
from eventbook.schema.context import Context


def test_quotes_are_found_in_the_newest_version_of_the_text(context: Context, article: Article) -> None:
    assert context.text_version == f"{article.id}/1"


def test_without_an_article_there_is_no_text(context: Context) -> None:
    assert replace(context, article=None).text_version == ""
