{{ config(materialized='table', alias='countries') }}
select country, sum(revenue) as revenue
from {{ ref('daily_revenue') }}
group by country
