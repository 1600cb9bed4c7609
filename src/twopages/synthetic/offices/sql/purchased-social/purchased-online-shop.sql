-- online shops of enterprises of the city, with the number of the licence that they show
with shop as (
    select f.*, unnest(range(if(w.firm is not null, 3, pick([1, 1, 1, 2], 'shops', f.id)))) as nth from firm f left join showcase w on w.firm = f.id
    where f.active and (w.firm is not null or f.industry = '5292' or (f.section in ('F', 'H', 'I') and chance(0.12, 'shop', f.id))))
select pick(['TM', 'JD', 'PD', 'DY'], 'platform', s.id * 4 + s.nth) || digits(s.id * 4 + s.nth + 1000001, 10) as 店铺编码, s.key as 统一社会信用代码,
    s.name as 经营主体名称,
    'shop' || (s.id * 4 + s.nth) || pick(['.mall', '.market', '.buy'], 'platform', s.id * 4 + s.nth) || '.example' as 店铺网址,
        if(chance(0.6, 'shop phone', s.id), landline('shop phone', s.id), null) as 客服电话,
    l.number as 展示证照编号, updated(40, 'purchased-online-shop', s.id * 4 + s.nth) as 更新时间
from shop s left join firm_licence l on l.holder = s.id and l.kind = 'business-licence'
order by s.id, s.nth
