-- reports of foreign investment, with the countries of the investors and who controls the firm in the end
select f.key as 统一社会信用代码, f.name as 企业名称, upper(f.pinyin) || ' (SHANGHAI) CO., LTD.' as 英文名称, true as 是否外商投资, percent(o.foreign_share) as 外资比例,
    o.countries as 投资者国别, yuan(f.capital) as 注册资本, f.currency as 币种,
    if(chance(0.6, 'controller reported', f.id), 'OVERSEAS HOLDINGS ' || digits(f.id + 1, 5) || ' LTD', null) as 实际控制人
from capital_origin o join firm f on f.id = o.firm where o.foreign_share is not null and f.active
order by f.id
