"""Files for programs: JSON, CSV, schemas and the texts that llms.txt names."""
