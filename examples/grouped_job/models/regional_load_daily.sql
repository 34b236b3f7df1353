select region, date(hour) as day, sum(kwh) as kwh
from {{ ref('regional_load') }}
group by region, date(hour)
