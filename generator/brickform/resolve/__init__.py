"""Target, vars, precedence, Jinja and relations: from configs as written to plain configs."""
