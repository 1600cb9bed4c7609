-- enterprises on the list of serious violations
select f.key as UNISCID, f.name as ENTNAME, '沪市监严违〔' || year(s.fell) || '〕' || digits(row_number() over (order by f.id), 5) || '号' as 决定文号,
    s.fell > as_of() - 960 as 是否在列, s.fell as 列入日期, if(s.fell > as_of() - 960, null, as_of() - 12) as 移出日期
from standing s join firm f on f.id = s.firm where s.serious
order by f.id
