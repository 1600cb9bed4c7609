-- Licences of firms; the serious lose theirs
create or replace table firm_licence as
with pairs as (
    select r.*, f.id as firm, f.key, if(r.type = 'business-licence', f.district, o.district) as district, f.established, f.state as firm_state,
        f.section, f.industry, f.scope, t.known, s.trouble,
        coalesce(f.cancelled, f.revoked) as ended, count(*) over (partition by f.id) as needs, row_number() over (order by r.type, f.id) as pair
    from firm f join place o on o.id = f.operating join standing s on s.firm = f.id left join talent t on t.firm = f.id
    join licence_rule r on contains(';business-licence;comprehensive-industry-licence;' || coalesce(f.licences, '') || ';', ';' || r.type || ';')
        or (t.trader and r.type = 'customs-registration-receipt')
        or (t.known and r.type in ('high-tech-certificate', 'pollutant-discharge-licence', 'hazardous-chemicals-permit', 'food-production-licence',
            'food-business-licence', 'drainage-permit', 'road-transport-business-permit', 'road-transport-certificate'))),
held as (
    select * from pairs where (coalesce(known, false) or chance(share, 'licence ' || type, firm))
        and (type <> 'comprehensive-industry-licence' or (district = '310115' and needs >= 4 and ended is null))),
dated as (
    select *, row_number() over (partition by type order by firm) as n, (years * 365.2425)::integer as span,
        greatest(established + 20,
            if(years is null, between_days(established + 20, as_of() - 10, 'issued', pair),
            as_of() - (years * 365.2425 * (0.02 + 1.1 * draw('issued', pair)))::integer)) as day
    from held),
issued as (
    select *, least(day, coalesce(ended - 5, as_of() - 3)) as issue,
        if(years is null, null, least(day, coalesce(ended - 5, as_of() - 3)) + span - 1) as until from dated),
stated as (
    select *, case when type = 'business-licence' and firm_state in ('2', '3') then '3' when ended is not null then '5' when until < as_of() then '6'
            when coalesce(known, false) or type in ('business-licence', 'customs-registration-receipt') then '1'
            when trouble > 0.985 then '3' when trouble > 0.965 then '2'
            when chance(0.015, 'cancelled', pair) then '5' when chance(0.006, 'replaced', pair) then '8'
                when chance(0.003, 'withdrawn', pair) then '4' else '1' end as state
    from issued),
numbered as (
    select *, case type when 'food-business-licence' then case section when 'F' then '1' when 'H' then '2'
        else '3' end || '310199' || digits(n, 6) || n * 7 % 10
            when 'food-production-licence' then '310199' || digits(n, 6) || n * 3 % 10
            when 'customs-registration-receipt' then customs_number(firm) else '' end as own
    from stated)
select pair - 1 as id, n.firm as holder, n.type as kind,
    replace(replace(replace(replace(replace(form, '{district}', n.district), '{year}', year(issue)::varchar), '{n}', digits(n, 6)), '{key}', key),
    '{own}', own) as number,
    replace(replace(issuer, '{area}', '上海市' || d.name), '{short}', d.short) as issuer, n.district, issue as issued, until,
    case type when 'construction-qualification-certificate' then pick(['一级', '二级', '二级', '三级', '三级'], 'level', pair)
        when 'medical-institution-practice-licence' then pick(['一级', '未定级', '未定级'], 'level', pair) end as level, n.state,
    case when n.state in ('1', '8') then issue when n.state = '6' then until + 1 when n.firm_state <> '1' then n.ended
        else between_days(greatest(issue, as_of() - 500), as_of() - 2, 'state day', pair) end as state_date,
    case n.type when 'food-business-licence' then if(section = 'H',
        pick(['热食类食品制售', '热食类食品制售、冷食类食品制售', '自制饮品制售、糕点类食品制售', '热食类食品制售、自制饮品制售'], 'licence scope', pair),
            pick(['预包装食品销售', '预包装食品销售、散装食品销售', '预包装食品销售、特殊食品销售'], 'licence scope', pair))
        when 'hazardous-chemicals-permit' then pick(['易燃液体', '易燃液体、腐蚀品', '压缩气体、氧化剂', '农药、腐蚀品'], 'licence scope', pair)
        when 'construction-qualification-certificate' then case industry when '4710' then '建筑工程施工总承包、市政公用工程施工总承包'
            when '4910' then '机电工程施工总承包、建筑机电安装工程专业承包' else '建筑装修装饰工程专业承包' end
        when 'road-transport-business-permit' then pick(['普通货运', '普通货运、货物专用运输(集装箱)', '普通货运、货物专用运输(冷藏保鲜)', '大型物件运输'], 'licence scope', pair)
        when 'medical-institution-practice-licence' then pick(['内科、中医科', '口腔科', '医疗美容科', '内科、外科、中医科', '全科医疗科'], 'licence scope', pair)
            else n.scope end as scope,
    whole(1, 3, 'version', pair) as version, c.broader, n.known
from numbered n join district d on d.code = n.district left join code c on c.list = 'licence-type' and c.id = n.type
order by pair;

alter table firm_licence add column parent bigint; -- id of the holder's licence of the type above
update firm_licence set parent = p.id from firm_licence p where p.holder = firm_licence.holder and p.kind = firm_licence.broader;

-- Parents revoked or suspended whose children nobody has touched yet: one in ten, and one at least.
create table lost_parent as
with live as (select distinct p.id, p.known, p.issued from firm_licence p join firm_licence c on c.parent = p.id where p.state = '1' and c.state = '1')
select id, if(chance(0.3, 'parent suspended', id), '2', '3') as state, between_days(greatest(issued, as_of() - 400), as_of() - 2, 'parent lost', id) as day
from live qualify chance(0.1, 'parent lost', id) and known is not true or row_number() over (order by known is true, issued, id) = 1;
update firm_licence set state = l.state, state_date = l.day from lost_parent l where l.id = firm_licence.id;
