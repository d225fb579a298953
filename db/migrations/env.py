"""Alembic's entry: brings the database up to the tables of `db.tables`.

`db.migrate` opens the connection and the transaction; alembic is never run with its own.
"""

from alembic import context

from db.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can, once the driver leaves BEGIN to us
    render_as_batch=True,  # SQLite changes a column by copying the table
)
with context.begin_transaction():
    context.run_migrations()
