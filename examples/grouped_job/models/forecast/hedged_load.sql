select l.region, l.day, l.forecast as kwh, avg(p.price) as price
from {{ ref('load_forecast') }} as l
join {{ ref('price_forecast') }} as p on p.region = l.region and date(p.hour) = l.day
group by l.region, l.day, l.forecast
