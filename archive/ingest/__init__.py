"""In: bytes to articles. Readers yield ExtractedArticle and touch no database; `store` alone writes."""
