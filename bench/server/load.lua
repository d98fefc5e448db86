-- wrk … -s load.lua URL -- CALL SEED CODES COMPANIES: each request is a new visitor with a new key.
local call, seed, codes, companies, count

local ffi = require("ffi")
ffi.cdef("typedef struct { long s, us; } instant; int gettimeofday(instant *, void *);")
local instant = ffi.new("instant")

-- As the elements make one: 32 digits, of which the first twelve are the millisecond.
local function key()
  ffi.C.gettimeofday(instant, nil)
  local ms = tonumber(instant.s) * 1000 + math.floor(tonumber(instant.us) / 1000)
  return string.format("0%x7%s%015d", ms, seed, count)
end

function init(args)
  call, seed, codes, companies = args[1], args[2], tonumber(args[3]), tonumber(args[4])
  count = 0
end

local paths = {
  validate = "/v1/promo-codes/validate",
  leads = "/v1/leads",
  redeem = "/v1/promo-codes/redeem",
}
-- Phones in no order, as visitors have them: 618033 and a million have no factor in common.
local lead = '{"first_name":"Ayu","last_name":"Lestari","phone":"62%s%06d","product":"blackmask"}'

local function code()
  local company = count % math.max(companies, 1)
  local named = companies == 0 and ""
    or string.format(',"company":"shop%s"', company == 0 and "" or "-" .. company)
  return string.format('{"code":"CODE-%d"%s}', count % codes, named)
end

function request()
  count = count + 1
  local headers = {
    ["Content-Type"] = "application/json",
    ["Origin"] = "https://shop.example",
    ["Idempotency-Key"] = key(),
    ["X-Forwarded-For"] = string.format("203.%d.%d.%d", count / 65536 % 256, count / 256 % 256, count % 256),
  }
  local body = call == "leads" and string.format(lead, seed, count * 618033 % 1000000) or code()
  return wrk.format("POST", paths[call], headers, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
