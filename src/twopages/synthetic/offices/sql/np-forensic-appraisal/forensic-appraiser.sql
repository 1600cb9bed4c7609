-- Registered forensic appraisers, their fields and institutions.
with registered as (
    select c.*, p.key, p.name as holder, pick([['1'], ['1'], ['2'], ['2', '3'], ['3'], ['4']], 'forensic fields', p.id) as fields,
        as_of() - whole(30, 1780, 'appraiser since', p.id)::integer as since
    from certificate c join person p on p.id = c.person where c.family = 'forensic'
)
select number as 执业证号, key as 身份证号, holder as 姓名, '司法鉴定人' as 执业资格, fields as 执业类别,
    case fields[1] when '1' then '法医临床鉴定' when '2' then '文书鉴定' when '3' then '声像资料鉴定' else '污染物性质鉴定' end as 执业范围,
    enterprise_key as 鉴定机构信用代码, since::date as 执业起始日期, years_after(since, 5)::date as 有效期止
from registered
order by id
