"""Claims in time: the facts (facts), their order (order), and where each is drawn (axis, drawing, holdings)."""
