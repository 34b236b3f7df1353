select region, hour, sum(kwh) as kwh, avg(temperature) as temperature
from {{ ref('load_features') }}
group by region, hour
