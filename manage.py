#!/usr/bin/env python
"""Django's command line for the archive."""

import os
import sqlite3
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed in this Python. Run 'make setup', then '.venv/bin/python manage.py …'.")
    from django.db import DatabaseError

    try:
        execute_from_command_line(sys.argv)
    except (DatabaseError, sqlite3.DatabaseError):
        if _lacks_migrations():
            sys.exit("The database is not made yet, or is of an older version. Run 'manage.py prepare' first.")
        raise


def _lacks_migrations() -> bool:
    """Whether the database can be asked, and answers that its tables are not those of this version."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return False


if __name__ == "__main__":
    main()
