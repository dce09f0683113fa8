"""Web archives: WARC, ARC and WACZ, from bytes to the documents in them."""
