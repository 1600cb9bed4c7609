-- Everyone who lives in the city, but for those whom the collectors never met; and, under their passports of then, citizens who were foreigners.
with met as (
    select p.*, case when p.grp = 'outside' then null when p.grp = 'registered' then r.district
            when chance(0.15, 'province alone', p.id) then left(p.origin, 2) || '0000' else p.origin end as hukou, p.phone as mobile
    from person p left join place r on r.id = p.registered
    where p.home is not null and (p.grp <> 'registered' or chance(0.97, 'met at the door', p.id))
),
told as (
    select id, document, key, name, sex, if(country = 'CHN' and chance(0.4, 'country left out', id), null, country) as country,
        case grp when 'registered' then '1' when 'elsewhere' then '2' else '3' end as kind, hukou, home, home_since, status, title, mobile,
            0 as before
    from met
    union all
    select p.id, '414', t.passport, p.name, p.sex, pick(['SGP', 'MYS', 'THA'], 'country before', p.id), '3', null, p.home,
        p.home_since - 1500, '90', null, null, 1
    from travel_document t join person p on p.id = t.person where t.was_foreign and p.home is not null
)
select t.document as 证件类型, t.key as 证件号码, t.name as 姓名, t.sex::varchar as 性别, t.country as 国籍, t.kind as 人口类别, t.hukou as 户籍所在区划,
    h.text as 居住地址, h.district as 居住区, h.street as 居住街镇, h.committee as "居(村)委会", t.home_since::date as 登记日期, t.status as 从业状况,
    t.title as 职业, t.mobile as 手机号
from told t join place h on h.id = t.home
order by t.before, t.id
