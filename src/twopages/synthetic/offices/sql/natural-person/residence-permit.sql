-- Residence permits: people from elsewhere with a permit or the receipt of their registration, and people from outside the mainland.
select p.key as 公民身份号码, p.name as 姓名,
    case when p.document in ('511', '516') then '4' when p.grp = 'outside' then '2' when p.age >= 16 and chance(0.68, 'permit', p.id) then '1' else '3' end
        as 居住证类型,
    '3101990' || digits(p.id, 9) as 居住证号, h.text as 居住地址, h.district as 居住区, p.home_since as 居住登记日期,
    (as_of() + whole(-30, 365, 'endorsed', p.id)::integer) as 签注有效期止,
    if(p.grp = 'outside', p.document, null) as 其他证件类型, if(p.grp = 'outside', p.key, null) as 其他证件号码,
    updated(500, 'permit written', p.id) as 更新时间
from person p join place h on h.id = p.home
where p.living and p.grp <> 'registered' and chance(if(p.grp = 'outside', 0.6, 0.86), 'residence permit', p.id)
order by p.id
