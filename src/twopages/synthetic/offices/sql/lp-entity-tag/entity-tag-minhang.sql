-- district-held: key enterprises in Minhang
select f.key as 统一社会信用代码, f.name as 企业名称, p.street as 所在街镇, if(t.key_industry is null, null, [t.key_industry]) as 重点产业,
    t.special as 专精特新层级, stranger_name('clerk of Minhang', f.id % 12) as 联系服务专员
from talent t join firm f on f.id = t.firm join place p on p.id = f.operating
where p.district = '310112' and f.category = '1'
qualify t.key_industry is not null or t.special is not null or t.patents > 0 or chance(0.15, 'key in Minhang', f.id)
    or row_number() over (order by f.capital desc, f.id) = 1
order by f.id
