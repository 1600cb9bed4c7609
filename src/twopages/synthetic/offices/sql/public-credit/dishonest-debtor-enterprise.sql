-- the court list of enterprises that are dishonest judgment debtors, and some that have paid
select '(' || year(s.fell) || ')沪' || pick(['0101', '0104', '0105', '0106', '0107', '0109', '0110', '0112', '0113', '0114', '0115'], 'court', f.id)
    || '执9' || digits(row_number() over (order by f.id), 5) || '号' as 案号,
    f.key as 统一社会信用代码, f.name as 被执行人名称, s.dishonest as 是否失信,
        if(s.dishonest, yuan(round(lognormal(420000, 1.2, 'not enforced', f.id), 2)), yuan(0)) as 未执行金额, s.fell + 10 as 发布日期
from standing s join firm f on f.id = s.firm
    where s.dishonest or (s.trouble > 0.96 and f.category = '1' and f.active and chance(0.4, 'debtor once', f.id))
order by f.id
