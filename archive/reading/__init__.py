"""What a page of reading needs to know, worked out from the rows: no requests, no markup."""
