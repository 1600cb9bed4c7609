-- bankruptcy proceedings at the Shanghai Third Intermediate Court
select '(' || year(s.fell) || ')沪03破9' || digits(row_number() over (order by f.id), 4) || '号' as 案号, f.key as 统一社会信用代码, f.name as 债务人名称,
    case when f.state <> '1' then '5' else pick(['1', '1', '1', '2', '3', '4', '4'], 'bankruptcy', f.id) end as 程序状态, s.fell as 受理日期,
    '上海市' || pick(['方明', '中和', '金石', '衡达', '海纳', '瑞信'], 'administrator', f.id) || '律师事务所' as 管理人
from standing s join firm f on f.id = s.firm where s.bankrupt or (f.state = '3' and f.category = '1' and chance(0.3, 'bankruptcy concluded', f.id))
order by f.id
