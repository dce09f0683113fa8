"""Lists of articles, as other tools export them: their rows, what each says, and the article that it holds."""
