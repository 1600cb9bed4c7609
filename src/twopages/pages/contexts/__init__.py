"""What each page is told: one frozen dataclass a template, made by pure functions from dossiers and the Model."""
