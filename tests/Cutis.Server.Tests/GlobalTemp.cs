global using Cutis.Server.Configuration;
global using Cutis.Server.Errors;
global using Cutis.Server.Json;
