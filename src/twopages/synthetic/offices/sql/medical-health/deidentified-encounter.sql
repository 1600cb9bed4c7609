-- Encounters of municipal hospitals under a code that leads back to nobody; the old come more often.
with visits as (
    select p.id, p.age, p.sex, unnest(range(if(chance(case when p.age < 45 then 0.08 when p.age < 60 then 0.14 else 0.28 end, 'encounter', p.id),
        whole(1, 3, 'encounters', p.id), 0))) as nth
    from person p where p.living and p.home is not null
),
numbered as (select *, id * 4 + nth as serial from visits)
select upper(substr(md5('encounter ' || dice('encounter code', serial)::varchar), 1, 20)) as 脱敏记录编号,
    pick(['1', '1', '1', '1', '1', '2', '3', '4'], 'encounter type', serial) as 就诊类型,
    months_back(whole(1, 14, 'encounter month', serial)::integer) as 就诊年月,
    case when age < 18 then '1' when age < 45 then '2' when age < 60 then '3' when age < 75 then '4' else '5' end as 年龄段, sex::varchar as 性别,
    case when age < 18 then pick(['X', 'X', 'I', 'XI', 'VIII', 'XIX'], 'diagnosis', serial)
        when age < 60 then pick(['X', 'XI', 'XIII', 'IV', 'XIV', 'IX', 'XII', 'XIX', 'V', 'II'], 'diagnosis', serial)
        else pick(['IX', 'IX', 'IX', 'IV', 'X', 'XIII', 'XI', 'II', 'VI', 'VII', 'XIV'], 'diagnosis', serial) end as 诊断章,
    pick(['3', '3', '3', '2', '1'], 'hospital level', serial) as 医院级别,
    if(chance(0.35, 'image taken', serial), pick([['CT'], ['DR'], ['MRI'], ['超声'], ['CT', 'MRI'], ['DR', '超声']], 'image kind', serial), null) as 影像类型
from numbered
order by 脱敏记录编号
