"""What a refusal says to a reader: one sentence a key, in Chinese and English; `{blanks}` are its facts.

A new Refusal in domain.errors needs its sentence here, and so does each key of a field: a test asks for them.
"""

from typing import Any, Final

from server.http.language import EN

# The heading of a problem, by its status.
TITLES: Final[dict[int, tuple[str, str]]] = {
    400: ("看不懂这个请求", "This request cannot be read"),
    401: ("请先登录", "Please sign in"),
    403: ("没有权限", "Not allowed"),
    404: ("没有找到", "Not found"),
    405: ("这里不能这样操作", "Not possible here"),
    409: ("已经有变化", "Something changed"),
    410: ("已经结束", "It is over"),
    412: ("别人刚刚改过", "Somebody changed it meanwhile"),
    413: ("内容太大", "Too large"),
    415: ("格式不对", "Wrong format"),
    422: ("有内容需要改", "Something needs correcting"),
    428: ("缺少版本号", "Which version?"),
    429: ("操作太频繁", "Too often"),
    500: ("服务器出错了", "The server had a fault"),
    503: ("暂时不能服务", "Not available just now"),
    507: ("存储已满", "Storage is full"),
}

# The sentence of a problem, by its key.
SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "bad-request": ("请求的写法不对。", "The request is malformed."),
    "unreadable": ("内容不是有效的 JSON。", "The content is not valid JSON."),
    "too-deep": ("JSON 嵌套太深。", "The JSON is nested too deeply."),
    "two-sign-ins": (
        "Cookie 和 Bearer 令牌只能用一种。",
        "Send either the cookie or a Bearer token, not both.",
    ),
    "wrong-host": ("这个地址不由本服务器提供。", "This server does not answer under that name."),
    "foreign-page": (
        "这个请求来自别的网站，已拒绝。",
        "This request came from another site and was refused.",
    ),
    "method-not-allowed": ("这个地址不支持这种请求方法。", "This address does not take that method."),
    "too-large": ("内容超过了 {limit} 字节。", "The content is larger than {limit} bytes."),
    "wrong-type": ("这里只接受 {expected}。", "Only {expected} is taken here."),
    "not-acceptable-length": ("缺少或写错了内容长度。", "The content length is missing or wrong."),
    "not-found": ("没有这个内容，或者您不能查看。", "There is no such thing, or it is not for you to see."),
    "invalid": ("请检查标出的内容。", "Please look at what is marked."),
    "not-signed-in": ("请登录后再试。", "Please sign in and try again."),
    "wrong-code": (
        "验证码不对或已过期，请重试或重新获取。",
        "The code is wrong or too old. Try again or get a new one.",
    ),
    "wrong-password": ("用户名或密码不对。", "The name or the password is wrong."),
    "wrong-otp": (
        "动态码不对，或者刚刚用过。请等下一个动态码再试。",
        "This code is wrong, or was just used. Wait for the next one and try again.",
    ),
    "factor-needed": (
        "请输入手机验证器上的六位动态码。",
        "Please type the six digits that your authenticator shows.",
    ),
    "factor-to-set-up": (
        "您的岗位要用手机验证器登录，请先设置。",
        "Your role signs in with an authenticator. Please set it up first.",
    ),
    "factor-there": (
        "已经设置过手机验证器。换手机请找上级重设。",
        "There is an authenticator already. For a new phone, ask your manager to reset it.",
    ),
    "step-up-needed": (
        "这一步要再输一次手机验证器上的动态码。",
        "This step asks for the code of your authenticator once more.",
    ),
    "not-allowed": ("您没有做这件事的权限。", "You have no grant for this."),
    "no-key": ("密钥不对，或者已经停用。", "The API key is missing, wrong or no longer in force."),
    "beyond-key": (
        "这个密钥不能用于这个类别或这个地方。",
        "This API key does not cover this category or this place.",
    ),
    "period-too-long": ("时间最多跨 90 天。", "At most 90 days at once."),
    "too-many-values": ("一次最多 {limit} 个。", "At most {limit} at once."),
    "not-an-address": (
        "请填写 https:// 开头的公网地址，端口 443。",
        "Write a public address that begins with https://, on port 443.",
    ),
    "step-not-allowed": (
        "现在不能这样操作，请刷新后再看。",
        "This is not possible at this point. Reload to see what is.",
    ),
    "confirm-needed": ("请先看清楚，再确认。", "Please read what this means, then confirm."),
    "wave-is-draft": ("还在准备：只能开始。", "It is being prepared: it can only be opened."),
    "wave-is-open": ("正在调查：只能结束。", "It is open: it can only be closed."),
    "wave-is-closed": (
        "已经结束：可以重新计算，或者公布。",
        "It is closed: it can be computed anew, or published.",
    ),
    "wave-is-published": (
        "已经公布，不能再改；有错请做更正。",
        "It is published and never changes; begin a correction instead.",
    ),
    "wave-has-codes": (
        "邀请码已经做好，抽样框和样本不能再改。",
        "Invitation codes were made: frame and sample stay as they are.",
    ),
    "wave-not-drawn": ("还没有抽样。", "No sample has been drawn."),
    "wave-closes-early": (
        "收卷期还没过，现在结束，手上还没交的问卷就收不进来了。",
        "Sheets are still on their way; after closing now they are not taken.",
    ),
    "wave-opens-early": ("比计划的日期早开始。", "It opens before its planned day."),
    "wave-log-archived": (
        "数据库把操作日志归档保存（archive_mode）。归档在，就能从中把邀请码和答卷对上；请先和运维商定归档保存多久。",
        "PostgreSQL archives its log (archive_mode). While that is kept, codes and answers can be paired.",
    ),
    "wave-no-letters": ("还没有印过邀请信。", "No letter has been printed yet."),
    "wave-letters-void": (
        "已经印过邀请信：删掉以后，信上的码都不能用了。",
        "Letters were printed: without the survey their codes are good for nothing.",
    ),
    "wave-days-over": ("最后一天已经过了，请先改日期。", "Its last day is over. Change the dates first."),
    "questions-have-faults": ("问卷还有错，请先改好。", "The questionnaire has faults. Mend them first."),
    "year-has-wave": ("这一年已经有调查了。", "This year has a survey already."),
    "closes-before-opening": ("不能早于开始的日期。", "Not before it opens."),
    "result-before-close": ("要晚于结束的日期。", "After it closes."),
    "shares-too-close": ("和目标差得太近，分不出来。", "Too close to the goal to be told apart."),
    "frame-empty": ("还没有抽样框。", "There is no frame yet."),
    "frame-columns": (
        "第一行要有“区划代码”，以及“户数”或“地址”。",
        "The first line must name division, and population or address.",
    ),
    "frame-division-unknown": ("没有这个区划代码", "no such division"),
    "frame-not-yours": ("不在您负责的范围", "not in your part of the network"),
    "frame-audience-unknown": ("看不懂是哪类人", "not a group that is surveyed"),
    "frame-address-missing": ("地址要有 1 到 120 个字", "an address has 1 to 120 characters"),
    "frame-twice": ("前面已经有了", "was there before"),
    "frame-in-both": ("另一类名单里也有这个地址", "stands in the list of another group too"),
    "frame-within": ("和上级区划重复", "lies within another stratum"),
    "frame-not-a-number": ("不是户数", "not a number of dwellings"),
    "changed-meanwhile": (
        "刚才有人先处理了，请刷新后再试。",
        "Somebody else was faster. Reload and try again.",
    ),
    "changed-since": (
        "您打开以后，{by_name}已经发布了新的内容。请看一看有什么不同，再决定。",
        "{by_name} published a newer version since you opened it. Look at the differences, then decide.",
    ),
    "draft-of-another": (
        "{by_name}正在写这一项的草稿。要接手，请先看看对方写了什么。",
        "{by_name} is writing a draft of this. To take over, look at it first.",
    ),
    "version-needed": (
        "请求里要写明是从哪个版本改起的（If-Match）。",
        "Say in If-Match which version this change began from.",
    ),
    "still-used": (
        "还有 {count} 项服务在用：{services}。请先改动或删除这些服务。",
        "{count} services still need it: {services}. Change or delete these first.",
    ),
    "sent-otherwise": ("这个编号已经用过，内容不同。", "This id came before, with other content."),
    "bad-row": ("第 {line} 行有错：{why}。没有导入任何内容。", "Line {line}: {why}. Nothing was imported."),
    "too-many": ("请稍等一会儿再试。", "Please wait a little and try again."),
    "trouble": (
        "请稍后再试。问题已记录，编号见 request_id。",
        "Please try again later. It was noted under request_id.",
    ),
    "unavailable": ("服务器正忙，请稍后再试。", "The server is busy. Please try again shortly."),
    "not-built": ("应用还没有构建，请运行 make run。", "The app has not been built. Run `make run`."),
    "storage-full": (
        "存储空间已满，这次没有保存；之前的内容都在。",
        "The disk is full: this was not stored. What came before is safe.",
    ),
    "no-room-for-photos": (
        "服务器快满了，暂时存不下照片；文字照常保存，照片留在手机上，过一会儿再发。",
        "There is no room for photos just now. Words are stored; the phone keeps the photo for later.",
    ),
    "refers-to-nothing": (
        "它所指的内容刚刚被删掉了，请刷新后再看。",
        "What this refers to is not there any more. Reload to see what is.",
    ),
    "picture-unknown": (
        "这个文件不是能用的照片。请发 JPEG、PNG、WebP 或 HEIC。",
        "This file is not a picture we can use. Send a JPEG, PNG, WebP or HEIC.",
    ),
    "picture-broken": (
        "这张照片打不开，可能没传完整。",
        "This picture cannot be read; it may be incomplete.",
    ),
    "picture-too-large": (
        "这张照片太大，缩不小。请再拍一张。",
        "This picture has too many pixels. Take another.",
    ),
    "photos-enough": ("一件求助最多 {most} 张照片。", "A request has {most} photos at most."),
    "rated-already": (
        "这次的结果您已经评过了，或者已经过了评价的时间。",
        "You have rated this result, or the time for rating it is over.",
    ),
    "not-for-firms": (
        "这一类求助不派给服务商。",
        "No firm is sent for requests of this kind.",
    ),
    "firm-has-it": (
        "这件已经派给{name}了，请先收回。",
        "{name} has it already; take it back first.",
    ),
    "dispatch-over": (
        "这次派单或报价已经变了，请刷新看看。",
        "This offer or dispatch has changed meanwhile. Please look again.",
    ),
    "task-over": (
        "{by_name}已经办结了这件事，您写的没有保存。",
        "{by_name} has closed this already; your words were not kept.",
    ),
    "questionnaire-frozen": (
        "调查已经开始，问卷不能再改。",
        "The survey has begun. Its questionnaire stays as it is.",
    ),
    "not-drawn": ("这里还没有抽出要寄信的住户。", "No household has been drawn here."),
    "letters-printed": (
        "这里的信都印过了，邀请码不能再印一次。信丢了，可以换新的一封，旧码就作废。",
        "These letters have been printed, and a code is printed once. Lost letters can be replaced.",
    ),
    "nothing-left": ("这一层的住户都已经抽到了。", "Every dwelling of this stratum has been drawn."),
    "code-used": (
        "这个邀请码已经用过了。一户一份，可能是家里别人答过了。这次没有保存。",
        "This code was used before. One answer a household: perhaps somebody else gave it. Nothing was kept.",
    ),
    "service-over": ("这项服务已经停办。", "This service is not given any more."),
    "survey-over": ("这次调查已经结束。", "This survey is over."),
    # fields
    "required": ("请填写这一项。", "This is missing."),
    "unknown-field": ("没有这一项。", "There is no such field."),
    "wrong-kind": ("类型不对，应为 {expected}。", "Wrong type; it should be {expected}."),
    "too-long": ("太长了，最多 {limit} 个字。", "Too long; at most {limit} characters."),
    "too-short": ("太短了，至少 {limit} 个字。", "Too short; at least {limit} characters."),
    "too-many-items": ("太多了，最多 {limit} 项。", "Too many; at most {limit}."),
    "too-few-items": ("太少了，至少 {limit} 项。", "Too few; at least {limit}."),
    "too-high": ("不能大于 {limit}。", "At most {limit}."),
    "too-low": ("不能小于 {limit}。", "At least {limit}."),
    "not-a-choice": ("不在可选范围内。", "Not one of the choices."),
    "bad-id": ("编号的格式不对。", "Not a well-formed id."),
    "bad-time": ("时间的格式不对，例如 2026-11-24T09:00:00Z。", "Not a time like 2026-11-24T09:00:00Z."),
    "bad-form": ("格式不对。", "Not in the right form."),
    "house-numbers": (
        "门牌号写成 1-19单、22、30-40 这样；“{value}”看不懂。",
        "Write house numbers like 1-19odd, 22, 30-40; {value} is none.",
    ),
    "estate-overlap": (
        "{road} {number} 号已经属于{name}。",
        "On {road}, number {number} belongs to {name} already.",
    ),
    "estate-is-there": ("这个社区已经有同名的小区。", "This community has an estate of that name already."),
    "tries-needed": (
        "“联系不上”要在不同的钟点试过三次，现在记了 {tries} 次。",
        "“Not reached” takes three tries at different hours; {tries} are recorded.",
    ),
    "wants-messages": (
        "对方希望发消息，不要打电话；请留言。",
        "They asked for messages, not for calls. Please write.",
    ),
    "no-call": ("对方没有留电话，或者不希望联系。", "They left no number, or wish no contact."),
    "time-ahead": (
        "请写一个将来的时间，两个月以内。",
        "Give a time that lies ahead, within two months.",
    ),
    "window-too-long": (
        "结束要晚于开始，最长 12 小时。",
        "The end comes after the beginning, by twelve hours at most.",
    ),
    "same-category": ("已经是这个类别了。", "It has this category already."),
    "whole-city": (
        "随版本自带的规则只能由全市统一修改。",
        "A rule of the release is changed for the whole city.",
    ),
    "above-your-level": (
        "不能把求助派给比您更高的一级。",
        "You cannot send requests to a level above your own.",
    ),
    "shift-days": ("请选星期几，或者写一个日期。", "Choose weekdays, or name one day."),
    "not-oneself": ("不能改自己的岗位，请上级或同级的管理员来改。", "You cannot change your own roles."),
    "person-ended": ("这个人已经离岗。", "This person has left."),
    "works-elsewhere": (
        "这个人还有您管不到的岗位，请先结束您这里的岗位，或者请上级来办。",
        "This person also has a role that is not yours to end. End the role here, or ask the level above.",
    ),
    "last-manager": (
        "全市至少要留一位管理员。请先任命另一位。",
        "The city must keep a manager. Appoint another one first.",
    ),
    "last-role": (
        "这是唯一的岗位。要让这个人离岗，请用“离岗”。",
        "This is their only role. To end it, end the person.",
    ),
    "role-above-yours": ("您不能给这个岗位。", "You cannot give this role."),
    "role-held": ("已经有这个岗位了。", "They have this role already."),
    "username-taken": ("这个用户名已经有人用了。", "This user name is taken."),
    "no-such-person": ("这个人不在这里工作。", "This person does not work here."),
    "no-such-category": ("没有这个类别。", "There is no such category."),
    "nothing-to-search": ("这里没有可以搜的字。", "There is nothing in it that can be searched."),
    "word-too-long": (
        "说法太长：最多 20 个汉字，或 40 个字母。",
        "Too long: at most 20 characters, or 40 letters.",
    ),
    "word-is-there": ("这个说法已经有了。", "This word is there already."),
    "too-many-words": (
        "自己加的说法已满 500 个，请先删去一些。",
        "There are 500 added words. Take some away first.",
    ),
    "within-what": ("要写从哪里算起（near）。", "Say from where, with `near`."),
    "bad-distance": ("距离写 1 到 100000 之间的米数。", "A distance in metres, from 1 to 100,000."),
    "bad-value": ("这个值不能用。", "This value cannot be used."),
    "hours-time": (
        "时间写成 08:30 这样；24:00 只能是关门的时间。",
        "Write a time like 08:30; 24:00 is for closing only.",
    ),
    "hours-days-of-week": (
        "每周的日子写成 MO,TU,WE 这样；“第几个星期几”要按月写（MONTHLY）。",
        "Write the days of a week like MO,TU,WE; “the second Tuesday” is for MONTHLY.",
    ),
    "hours-days-of-month": (
        "每月的日子写成 2TU（第二个周二）、-1FR（最后一个周五）或 MO（每个周一）。",
        "Write the days of a month like 2TU (second Tuesday), -1FR (last Friday) or MO (every Monday).",
    ),
    "hours-month-days": (
        "几号写成 1 到 31，最后一天写 -1，而且要按月写（MONTHLY）。",
        "Days of the month are 1 to 31, the last is -1, and only with MONTHLY.",
    ),
    "hours-no-day": (
        "没说是哪几天：写星期几、几号，或者从哪天算起。",
        "On which days? Name the weekdays, the days of the month, or a first day.",
    ),
    "hours-interval": (
        "每隔几周或几个月一次，写 2 到 52，还要写从哪天算起（dtstart）。",
        "Every so many weeks or months: 2 to 52, and counted from a first day (dtstart).",
    ),
    "hours-week-start": (
        "一周从哪天开始，写 MO 到 SU 里的一个。",
        "The first day of a week is one of MO to SU.",
    ),
    "hours-ends-early": ("结束的日子比开始的早。", "It ends before it begins."),
    "hours-season": (
        "季节写成 06-15..09-15，两头都算；跨年写 10-01..05-31。",
        "Write a season like 06-15..09-15, both days within; 10-01..05-31 lasts over the new year.",
    ),
    "hours-shut-from": ("临时关门，要写从哪天起。", "An exception needs the day it begins (valid_from)."),
    "hours-note": ("说明最多 200 个字。", "A note has at most 200 characters."),
    "no-such-organization": (
        "没有这个机构，可能已经删除。",
        "There is no such organization, or not any more.",
    ),
    "no-such-division": ("没有这个区划。", "There is no such division."),
    "certificate-number": (
        "编号用 3 到 40 个汉字、字母、数字或 - . _ ( ) [ ]，中间没有空格和斜线。",
        "A number is 3 to 40 letters, digits, Chinese characters or - . _ ( ) [ ]; no blanks, no slashes.",
    ),
    "certificate-revoked": (
        "吊销的证书不能再恢复，请另发一张。",
        "A revoked certificate stays revoked. Issue another.",
    ),
    "nothing-proposed": ("和现在登记的一样，没有要改的。", "This is what stands there already."),
    "closed-too-long": ("一次最多关一年。", "At most a year at once."),
    "sheet-not-ready": (
        "这张表还不能导入：先改好有问题的行，再上传一次。",
        "This sheet cannot be carried out yet: mend the bad rows and send it again.",
    ),
    "sheet-unreadable": (
        "打不开这个文件。请存成 .xlsx 或 .csv 再试。",
        "This file cannot be read. Save it as .xlsx or .csv.",
    ),
    "sheet-empty": ("这张表是空的。", "This sheet is empty."),
    "sheet-too-long": ("太长了。", "Too long."),
    "sheet-too-many-rows": (
        "一张表最多 200000 行，请分成几张。",
        "A sheet has at most 200,000 rows; split it.",
    ),
    "sheet-no-column": ("表头里缺少必填的列。", "A required column is missing from the heading."),
    "sheet-column-twice": ("表头里有两列同名。", "Two columns have the same heading."),
    "sheet-no-such-service": (
        "目录里没有这个编号，或者不归您管。新服务请把编号空着。",
        "No service of yours has this id. Leave it empty for a new service.",
    ),
    "sheet-row-twice": ("和上面某一行是同一项服务。", "An earlier row is the same service."),
    "sheet-two-divisions": (
        "有几个同名的，请写 12 位代码。",
        "Several have this name; write the 12-digit code.",
    ),
    "sheet-kind-elsewhere": (
        "这个机构已经在目录里，类型请在工作台的“机构”里改。",
        "This organization is there already; change its kind on its own page.",
    ),
    "sheet-places-uneven": (
        "地点、地址、纬度、经度要一样多，几个之间用“；”。",
        "Place, address, latitude and longitude need the same number of entries, separated by “；”.",
    ),
    "sheet-place-differs": (
        "同一个地点，别的行写的地址或坐标不一样。",
        "Another row says otherwise of the same place.",
    ),
    "sheet-hours-elsewhere": ("这种时间请在工作台上改。", "Change these hours on the service's own page."),
    "hours-not-understood": (
        "看不懂。例如：周一至周五 8:30-11:30 14:00-17:30；周六 9:00-12:00（节假日休息）",
        "Not understood. The template's second sheet shows how hours are written.",
    ),
    "not-a-number": ("请写数字。", "Write a number."),
    "not-a-date": ("请写成 2026-11-03 这样的日期。", "Write a date such as 2026-11-03."),
    "no-such-location": ("有的地点不存在，可能已经删除。", "Some location is not there, or not any more."),
    "beyond-owner": (
        "服务范围超出了负责维护的区划。请让上一级来维护，或缩小范围。",
        "The areas go beyond the division that keeps it. Let the level above keep it, or offer it in fewer.",
    ),
    "bad-service-phone": (
        "请写手机号、带区号的座机（0571-88880000）、400/800 或 96345 这样的短号；分机写在说明里。",
        "Give a mobile, a landline with area code (0571-88880000), a 400/800 or a short number like 96345; "
        "an extension belongs in the description.",
    ),
    "not-yet": ("日期还没到。", "This date has not come yet."),
    "not-a-language": ("可用的语言：{languages}。", "Languages here: {languages}."),
    "reading-length": (
        "读音要每个字一个音节，用空格分开，共 {count} 个。",
        "The reading has one syllable for each character, by blanks: {count} in all.",
    ),
    "coordinates-swapped": ("纬度和经度写反了。", "Latitude and longitude are swapped."),
    "outside-city": ("这个位置不在本市范围内。", "This point does not lie in the city."),
    # what to look at once more
    "nobody-to-reach": (
        "没有电话，也没有地点，居民找不到。",
        "There is neither a phone nor a location: residents cannot reach it.",
    ),
    "no-hours": ("没有开放时间，会显示“时间未核实”。", "Without hours it is shown as not verified."),
    "no-fee": ("没有写收费情况。", "Nothing is said about the fee."),
    "no-coordinates": (
        "没有坐标，不能按距离排序和导航。",
        "Without coordinates there is no distance and no way to it.",
    ),
    "hours-overlap": (
        "{other} 和 {window} 有重叠。",
        "{other} overlaps with {window}.",
    ),
    "hours-overnight": (
        "{opens}–{closes} 会算到第二天 {closes}。",
        "{opens}–{closes} lasts until {closes} of the next day.",
    ),
    "hours-over": ("这一条到 {date} 已经结束。", "This row ended on {date}."),
    "beyond-desk": ("这不在您的工作范围内。", "This lies outside what your desk keeps."),
    "bad-key": ("密钥应为 43 个字符的 base64url。", "A key is 43 characters of base64url."),
    "bad-phone": ("这不像是电话号码。", "This does not look like a phone number."),
    "no-sms-number": (
        "座机收不到短信，请填手机号码。",
        "A landline gets no text message. Give a mobile number.",
    ),
    "country-not-served": (
        "暂时只能给 {countries} 的手机发短信。",
        "We can only text mobiles of {countries}.",
    ),
    "no-such-place": ("没有这个社区或村。", "There is no such community or village."),
    "not-for-requests": ("这一类不能求助，请换一类。", "This category takes no requests. Choose another."),
    "consent-needed": ("替别人求助，要先得到本人同意。", "To ask for somebody else, you need their consent."),
    "no-such-holder": ("没有这个承办单位。", "There is no such office or provider."),
    "no-such-clerk": ("这个人不在承办单位。", "This person does not work for the holder."),
    "no-such-request": ("没有这件求助。", "There is no such request."),
    "no-such-photo": ("没有这张照片。", "There is no such photo."),
    "code-mistyped": (
        "这个码抄错了一位，请对着信再看一遍。",
        "There is a mistake in this code. Look at the letter again.",
    ),
    "code-replaced": (
        "这封信已经换成新的一封，请用新信上的码。",
        "A newer letter took the place of this one. Please use the code on it.",
    ),
    "too-many-letters": (
        "一次最多印 {most} 封，这里有 {letters} 封，请按街道或社区分开印。",
        "At most {most} letters at once; here are {letters}. Print them by street or community.",
    ),
    "not-a-day-of-the-survey": (
        "日期不在调查期间，或者还没到。",
        "That day is not in the survey, or not yet.",
    ),
    "no-interviewer-there": ("这个人不是这里的访问员。", "This person is no interviewer there."),
    "code-unknown": ("没有这个邀请码。", "There is no such code."),
    "code-of-another-place": (
        "这个码不是您负责的社区的。",
        "This code belongs to a community that is not yours.",
    ),
    "code-of-another-group": ("这个码是给另一种问卷的。", "This code is for another form."),
    "nothing-answered": ("还没有回答任何问题。", "No question was answered."),
    "not-asked": ("这份答卷没有问到这一题。", "This sheet was not asked that question."),
    "not-alone": ("这一项不能和别的一起选。", "This choice stands alone."),
    "too-many-options": ("选得太多了。", "Too many were chosen."),
    "not-whole": ("请填一个整数。", "Give a whole number."),
    "out-of-range": ("这个数超出了范围。", "This number is out of range."),
    "no-translation": ("还没有{language}。", "The {language} text is missing."),
    "there-twice": ("“{name}”出现了两次。", "{name} is there twice."),
    "form-empty": ("这份问卷一题也没有。", "This form has no question."),
    "form-long": ("一共 {count} 题，答的人会嫌长。", "{count} questions: people may find it long."),
    "never-shown": (
        "这一题谁也走不到：“{because}”答什么都不合它的条件。",
        "Nobody comes to this question: no answer to {because} meets its conditions.",
    ),
    "few-options": ("至少要有两个选项。", "There must be two options at least."),
    "max-beyond": (
        "最多几项，应在 1 和选项数之间。",
        "How many at most lies between 1 and the number of options.",
    ),
    "max-below-min": ("最大的数要大于最小的数。", "The highest number lies above the lowest."),
    "no-rows": ("没有要评的项目。", "There is nothing to rate."),
    "no-parts": ("还没有小题。", "Its parts are missing."),
    "follows-nothing": (
        "“{name}”不是前面的多选题或排序题。",
        "{name} is no earlier question in which several are chosen.",
    ),
    "not-earlier": ("前面没有“{name}”这一题。", "There is no question {name} before this one."),
    "no-number": ("“{name}”问的不是数字。", "{name} does not ask for a number."),
    "no-bounds": ("写明从几到几，写一头也行。", "Say from which number, or up to which."),
    "no-such-option": ("“{name}”没有选项 {code}。", "{name} has no option {code}."),
    "no-codes": ("还没有选是哪些选项。", "Its options are not chosen yet."),
    "key-missing": (
        "没有问“总的满不满意”，算不出满意率。",
        "There is no question on satisfaction as a whole, so there can be no number.",
    ),
    "second-key": ("“总的满不满意”只能有一题。", "There is one question on satisfaction as a whole."),
    "key-scale": (
        "“总的满不满意”要用五级量表（5 到 1），另加“说不清”（9）。",
        "Satisfaction as a whole is asked on five steps (5 to 1), with “cannot say” (9) apart.",
    ),
    "key-hidden": ("“总的满不满意”人人都要问，不能跳过。", "Satisfaction as a whole is asked of everybody."),
    "key-not-core": ("“总的满不满意”是核心题。", "Satisfaction as a whole belongs to the core."),
    "key-differs": (
        "居民和流动人口的这一题要一字不差，两边合成一个数。",
        "Residents and migrants are asked this in the same words: together they make one number.",
    ),
    "core-gone": (
        "去年的核心题“{name}”不见了，两年就不能比。",
        "The core question {name} is gone; the years could not be compared.",
    ),
    "core-changed": (
        "核心题“{name}”和去年的不一样，两年就不能比。",
        "The core question {name} is not as it was; the years could not be compared.",
    ),
    "core-moved": (
        "核心题“{name}”的先后和去年的不一样，会影响回答。",
        "The core question {name} stands elsewhere than it did, which may change the answers.",
    ),
    "password-too-common": (
        "这个密码太常见，请换一个更长、更特别的。",
        "This password is too common. Choose a longer, stranger one.",
    ),
    "staff-account": (
        "工作人员的账号由管理员停用。",
        "A staff account is closed by a manager.",
    ),
    "bad-control": (
        "有不能显示的字符，请删掉后再试。",
        "It holds characters that cannot be shown. Remove them.",
    ),
}


class _Blank(dict[str, Any]):
    """A fact that was not given leaves its blank empty."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence(key: str, language: str, facts: dict[str, Any] | None = None) -> str:
    """The sentence of a key; of a key without one, the general one for values."""
    zh, en = SENTENCES.get(key, SENTENCES["bad-value"])
    return (en if language == EN else zh).format_map(_Blank(facts or {}))


def title(status: int, language: str) -> str:
    """The heading of a status."""
    zh, en = TITLES.get(status, TITLES[500] if status >= 500 else TITLES[400])
    return en if language == EN else zh
