-- licences of Jiangsu, Zhejiang and Anhui that firms and people of the city hold
with held as (
    select id as firm, key, name, id * 2 as die, established as first,
        case section when 'E' then 'construction-qualification-certificate' when 'G' then 'road-transport-business-permit'
            else 'food-business-licence' end as kind
    from firm where active and category = '1' and (section in ('E', 'F', 'G', 'H') or id in (from showcase)) and established < as_of() - 400
        and (chance(0.05, 'licence elsewhere', id) or id in (from showcase))
    union all select null, key, name, id * 2 + 1, date '2015-01-01',
        pick(['driving-licence-document', 'vocational-skill-certificate-licence', 'professional-title-certificate'], 'type elsewhere of a person', id)
    from person where living and grp = 'elsewhere' and age between 26 and 60 and chance(0.006, 'licence elsewhere of a person', id)),
issued as (select *, pick(['320500', '320100', '330100', '330200', '340100'], 'issued elsewhere', die) as area,
    between_days(greatest(first, as_of() - 1400), as_of() - 20, 'day elsewhere', die) as day from held)
select a.id || i.kind || digits(i.die + 1, 9) as 电子证照标识, i.kind as 证照类型代码, c.label as 证照名称,
    a.sign || year(i.day) || '9' || digits(i.die + 1, 8) as 证照编号, i.key as 持证主体代码, i.name as 持证主体名称,
    a.name || case i.kind when 'construction-qualification-certificate' then '住房和城乡建设局' when 'road-transport-business-permit' then '交通运输局'
        when 'driving-licence-document' then '公安局交通警察支队'
        when 'vocational-skill-certificate-licence' then '人力资源和社会保障局' when 'professional-title-certificate' then '人力资源和社会保障局'
            else '市场监督管理局' end as 发证机关,
    i.area as 发证区划, i.day as 发证日期,
        if(i.kind in ('vocational-skill-certificate-licence', 'professional-title-certificate'), null, i.day + 1826) as 有效期止,
        if(chance(0.03, 'ended elsewhere', i.die), '5', '1') as 证照状态
from issued i join (values ('320500', '32', '苏E', '苏州市'), ('320100', '32', '苏A', '南京市'), ('330100', '33', '浙A', '杭州市'),
    ('330200', '33', '浙B', '宁波市'), ('340100', '34', '皖A', '合肥市')) a(code, id, sign, name)
    on a.code = i.area left join code c on c.list = 'licence-type' and c.id = i.kind
order by i.die
