"""Pages fetched by their addresses: politely, within limits, never from inside, and every exchange kept."""
