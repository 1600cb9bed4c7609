-- Who is cared for at home, by whom and since when; a child or the spouse is to be called.
with children as (select mother as parent, min(id) as child from person where mother is not null and living and age > 20 group by mother)
select 'JJ' || strftime(c.since, '%Y') || digits(c.person, 8) as 服务协议号, p.key as 身份证号, p.name as 姓名, h.text as 居住地址, h.committee as "居(村)委会",
    c.level as 照护等级, c.alone as 是否独居, c.provider_key as 服务机构信用代码, c.provider_name as 服务机构名称, c.since::date as 服务起始日期,
    if(chance(0.08, 'care ended', c.person), between_days(c.since, as_of() - 1, 'care ended on', c.person), null)::date as 服务终止日期,
    c.hours::decimal(6, 1) as 月服务时长, n.name as 紧急联系人, n.phone as 紧急联系人电话
from care c join person p on p.id = c.person join place h on h.id = p.home left join children k on k.parent = p.id
left join person n on n.id = coalesce(k.child, p.spouse) and n.living
where c.provider is not null
order by c.person
