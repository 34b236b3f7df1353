{{ config(schema=target.name) }} select 1
