"""Articles and passages as others cite them: one module a form, all written from one Reference."""
