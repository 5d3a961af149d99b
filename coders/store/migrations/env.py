"""What Alembic runs to bring a store up to date, on the connection that it is handed.

The caller holds the write transaction, so an upgrade happens whole or not at all.
"""

from alembic import context
from sqlalchemy import Connection

from eventbook.coders.store.tables import METADATA


def migrate(connection: Connection) -> None:
    """Run the steps that are asked for within the caller's transaction."""
    context.configure(connection=connection, target_metadata=METADATA, transactional_ddl=True)
    context.run_migrations()


migrate(context.config.attributes["connection"])
