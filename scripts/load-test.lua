-- For wrk: sends the files DIR/*.KIND.body in turn; prints one line of results. Arguments: DIR KIND TITLE LENGTH, of the
-- JSON that a body of kind v2 begins with.

local requests = {}
local next = 0
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  title = args[3]
  local headers = args[2] == "v2" and {["Inference-Header-Content-Length"] = args[4]} or nil
  for file in io.popen('ls "' .. args[1] .. '"/*.' .. args[2] .. ".body"):lines() do
    local content = io.open(file, "rb"):read("*a")
    table.insert(requests, wrk.format("POST", nil, headers, content))
  end
end

function request()
  next = next % #requests + 1
  return requests[next]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout + errors.status
  print(string.format("RESULT %-28s %10.0f %9.1f %9.1f %9.1f %7d", threads[1]:get("title"),
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    latency.max / 1000, failed))
end
